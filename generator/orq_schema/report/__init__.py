"""Problems -> text or JSON: the only place where a report is laid out."""
