"""What officers and people type. Forms read values; whether a change may be made is the services' to say."""
