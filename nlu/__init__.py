"""What a sentence means: from words to an intent and its entities. Knows nobody."""
