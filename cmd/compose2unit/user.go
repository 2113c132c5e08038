package main

// systemctl is the command for the manager that the units are for.
func systemctl(user bool) string {
	if user {
		return "systemctl --user"
	}
	return "systemctl"
}
