"""Who: persons, accounts, municipalities, teams, roles; who may do what."""
