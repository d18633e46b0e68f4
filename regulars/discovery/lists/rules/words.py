"""The scenes and themes a list may be of. What they are called stands in the look."""

SCENES = ("gift", "home", "tea", "wardrobe", "table", "journey", "child", "everyday")
THEMES = ("must-buy", "good-goods", "good-stores", "season", "rising", "new", "budget")
