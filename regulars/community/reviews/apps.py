"""Reviews."""

from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    """Stars, words and photos of buyers and of those who tried; stores answer, nobody deletes."""

    name = "regulars.community.reviews"
    label = "reviews"
