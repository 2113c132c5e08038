package translate

import (
	"testing"

	"github.com/compose2unit/compose2unit/translate/model"
)

func TestEnvironment(t *testing.T) {
	c := service(t, web("environment: {PLAIN: a=b, EMPTY: '', GIVEN: , GONE: , LINES: \"1\\n2\"}"), "web", "GIVEN=yes")
	same(t, "env", c.Env, []model.Variable{
		{Name: "EMPTY"}, {Name: "GIVEN", Value: "yes"}, {Name: "GONE", Unset: true}, {Name: "LINES", Value: "1\n2"}, {Name: "PLAIN", Value: "a=b"},
	})
}
