package host

import (
	"context"
	"os"
)

// Connect fails with [ErrNoSystemd]: a browser has no service manager.
func Connect(context.Context, bool) (Manager, error) { return nil, ErrNoSystemd }

// locked fails with [ErrNoSystemd]: a browser has no lock files.
func locked(string) (*os.File, error) { return nil, ErrNoSystemd }
