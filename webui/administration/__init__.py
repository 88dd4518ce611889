"""The administrator's pages: health of the installation, locations, schedules, the school's policy."""
