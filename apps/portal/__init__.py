"""Pages that join domains: landing page, home, navigation, an act's status, help and legal texts."""
