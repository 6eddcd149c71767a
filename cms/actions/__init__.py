"""Writes of the cms app: loading the texts that ship with the product."""
