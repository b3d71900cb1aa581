"""HTTP: routes for visitors, the desk and the admin, and the pages."""
