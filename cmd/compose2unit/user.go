package main

// systemctl is how a person speaks to the manager that the units are for.
func systemctl(user bool) string {
	if user {
		return "systemctl --user"
	}
	return "systemctl"
}
