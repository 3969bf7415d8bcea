"""What people look at: the lines at the end of a run and the page of a generation."""
