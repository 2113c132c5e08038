package calendar_test

import (
	"fmt"

	"github.com/compose2unit/compose2unit/translate/calendar"
)

// cron runs on either of two days that are both restricted; systemd needs two expressions for that.
func ExampleFromCron() {
	expressions, err := calendar.FromCron("30 2 13 * fri")
	fmt.Printf("%q %v\n", expressions, err)
	_, err = calendar.FromCron("30 25 * * *")
	fmt.Println(err)
	// Output:
	// ["*-*-13 02:30:00" "Fri *-*-* 02:30:00"] <nil>
	// "30 25 * * *": hour: "25" is not between 0 and 23
}

func ExampleParse() {
	expression, ok := calendar.Parse(" Mon..Fri   04:00 Europe/Berlin ")
	fmt.Printf("%q %t\n", expression, ok)
	_, ok = calendar.Parse("every other day")
	fmt.Println(ok)
	// Output:
	// "Mon..Fri 04:00 Europe/Berlin" true
	// false
}
