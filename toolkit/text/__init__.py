"""Letters and words: spelling, numbers, dates, cutting clitics, word lists."""
