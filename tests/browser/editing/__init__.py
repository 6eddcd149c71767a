"""A content editor's whole job in the publishing part, done through its pages only."""
