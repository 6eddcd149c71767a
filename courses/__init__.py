"""Learning: programme, modules, quizzes, progress."""
