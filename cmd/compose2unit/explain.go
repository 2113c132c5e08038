package main

import (
	"context"
	"errors"
	"strings"

	"github.com/compose2unit/compose2unit/runtime/explain"
)

// explained implements `compose2unit explain`: it reads no project and changes nothing on the machine.
func explained(_ context.Context, _ *world, o *options, say speech) int {
	if len(o.words) == 0 {
		return say.broken(errors.New("explain takes a code or an attribute: explain no-effect, explain services.web.ports"))
	}
	var texts []string
	var errs []error
	for _, word := range o.words {
		text, err := explain.Word(word)
		texts, errs = append(texts, text), append(errs, err)
	}
	if err := errors.Join(errs...); err != nil {
		return say.broken(err)
	}
	return say.result(strings.Join(texts, "\n"))
}
