"""Tables to tables: frequencies, timelines, concordances."""
