package load

import "github.com/compose-spec/compose-go/v2/types"

func (l *loading) envFiles(*types.Project) {}
