package host

import "context"

// ApplyCut is Apply with a hook before each step of writing; RemoveCut is Remove with one.
func ApplyCut(ctx context.Context, o Options, want Desired, before func(step int)) error {
	d, err := o.deploy(ctx, want)
	if err != nil {
		return err
	}
	d.Before = before
	_, err = d.apply(ctx)
	return err
}

func RemoveCut(ctx context.Context, o Options, before func(step int)) error {
	p, err := o.installed(ctx, true)
	if err != nil {
		return err
	}
	p.Before = before
	_, err = p.remove(ctx, RemoveOptions{})
	return err
}
