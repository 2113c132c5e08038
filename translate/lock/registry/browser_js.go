// Package registry is a stub for the browser, where no registry is asked.
package registry

import (
	"context"
	"errors"

	"github.com/compose2unit/compose2unit/translate/lock"
)

// ErrOffline is returned in a browser, where the program does not use the network.
var ErrOffline = errors.New("a registry cannot be asked from a browser")

// Resolve fails with [ErrOffline].
func Resolve(context.Context, string) (lock.Image, error) { return lock.Image{}, ErrOffline }
