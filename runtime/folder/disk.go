package folder

// flushEach flushes files or folders one by one.
func flushEach(spots []spot) error {
	for _, s := range spots {
		f, err := s.handle()
		if err != nil {
			return err
		}
		err = f.Sync()
		f.Close()
		if err != nil {
			return err
		}
	}
	return nil
}
