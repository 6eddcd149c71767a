"""Publishing: page bases, blocks, guidelines, news, glossary, navigation, the look."""
