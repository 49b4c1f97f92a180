"""Expressions: their vocabulary, their language, what they mean, what values they can take."""
