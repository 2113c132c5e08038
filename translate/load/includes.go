package load

import "github.com/santhosh-tekuri/jsonschema/v6"

// includes checks the include sections of the files against the schema. compose-go removes them before it validates, so a
// misspelled key or a date includes nothing and is not reported (compose-go loader/include.go, ApplyInclude).
func (l *loading) includes() {
	if !l.source.Has("include") {
		return
	}
	for _, d := range l.documents() {
		value, _ := d.Value.(map[string]any)
		include, written := value["include"]
		if !d.Whole || !written {
			continue
		}
		s, err := compiled()
		if err != nil {
			return // compose-go reports it
		}
		only := map[string]any{"include": include}
		if v, is := s.Validate(jsonOf(only)).(*jsonschema.ValidationError); is {
			for _, leaf := range leaves(v) {
				l.violation(d, leaf, true)
			}
		}
		l.untyped(d, only, nil, dates)
	}
}
