"""Safe HTML, numbers for people, and small pictures; knows neither documents nor tables."""
