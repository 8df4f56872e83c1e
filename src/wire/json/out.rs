//! What goes out beside alerts.
