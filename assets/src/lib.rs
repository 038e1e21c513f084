//! Theme, icons, fonts and texts of app and pages.
