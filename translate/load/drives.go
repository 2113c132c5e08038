package load

func (l *loading) fixDrives(map[string]any) {}
