package main

// systemctl returns the systemctl command for the manager that the units are for.
func systemctl(user bool) string {
	if user {
		return "systemctl --user"
	}
	return "systemctl"
}
