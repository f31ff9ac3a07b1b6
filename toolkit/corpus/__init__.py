"""Files to articles, articles to tokens."""
