"""What boards read: the day of a crowd, figures by OPD, one attempt, the lists of auditors."""
