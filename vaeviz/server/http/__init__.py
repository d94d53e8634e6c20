"""Plain HTTP: endpoints, bodies, headers, static files, access."""
