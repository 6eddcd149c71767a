"""The municipal half: which mentor accompanies which municipality."""
