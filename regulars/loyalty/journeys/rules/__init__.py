"""What a journey may say, how somebody walks through it, and how a draft is changed."""
