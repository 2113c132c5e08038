package translate

import (
	"reflect"
	"strconv"
	"time"

	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/grammar"
)

// checkNumber checks a number, as [lowering.checkText] checks a text: the schema has no bounds for most of them.
func (l *lowering) checkNumber(s spot, v reflect.Value) {
	r := grammar.RangeOf(s.attr)
	if r == nil {
		return
	}
	n, text := 0.0, ""
	switch {
	case v.CanFloat():
		n, text = v.Float(), strconv.FormatFloat(v.Float(), 'g', -1, v.Type().Bits())
	case v.CanUint():
		n, text = float64(v.Uint()), strconv.FormatUint(v.Uint(), 10)
	case r.IsTime():
		n, text = float64(v.Int()), time.Duration(v.Int()).String()
	default:
		n, text = float64(v.Int()), strconv.FormatInt(v.Int(), 10)
	}
	if !r.Valid(n) && !l.inherited(s.path) {
		diag.ScopeAt(l.report, l.where(s.path...)).At(printable(s.path)...).Error(diag.Invalid, text+" is not "+r.Form, "")
	}
}
