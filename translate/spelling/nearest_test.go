package spelling

import (
	"strings"
	"testing"
)

// Enumerations of a Compose file and flags, and what people write for their words.
func TestNearestOfAnEnumeration(t *testing.T) {
	for words, cases := range map[string]string{
		// depends_on.*.condition
		"service_started service_healthy service_completed_successfully": `
			service_completed=service_completed_successfully service_complete=service_completed_successfully
			service_completed_succesfully=service_completed_successfully servce_completed=service_completed_successfully
			service_compelted=service_completed_successfully SERVICE_COMPLETED=service_completed_successfully
			service_start=service_started service_startd=service_started service_health=service_healthy service_healty=service_healthy
			service_= service= serv= running= s= =`,
		// restart
		"no always unless-stopped on-failure": `unless=unless-stopped unless_stopped=unless-stopped on_failure=on-failure
			on-fail=on-failure alway=always Always=always allways=always never= off=`,
		// pull_policy
		"always never build if_not_present missing refresh daily weekly": `miss=missing if-not-present=if_not_present ifnotpresent=if_not_present
			if_not=if_not_present dayly=daily week=weekly nevr=never`,
		// develop.watch.action
		"rebuild sync restart sync+restart sync+exec": `sync+re=sync+restart sync+=sync sync-restart=sync+restart sync+exe=sync+exec sync+restrt=sync+restart rebuilt=rebuild`,
		// deploy.*_config.order
		"start-first stop-first": `start=start-first stop=stop-first start_first=start-first first= st=`,
		// volumes.type
		"bind volume tmpfs cluster npipe image": `vol=volume tmp=tmpfs binds=bind mount= img=image`,
		// attributes of a service
		"image build env_file environment network_mode networks volume_driver volumes volumes_from": `env= network=networks volume=volumes
			envfile=env_file environ=environment networkmode=network_mode volumes-from=volumes_from enviroment=environment`,
		// flags
		"env-files env-files-only inputs output runtime root-path": `env=env-files env-file=env-files env-files-onl=env-files-only run=runtime ro= x=`,
		// names of services that do not resemble each other
		"server db app": `worker= web= api=app sever=server erver=server bd=db appp=app`,
		"web redis":     `db= dis= reds=redis edis=redis`,
		// names of services
		"web web-admin db db2 a": `weeb=web webb=web web-=web web-a=web-admin dbx=db x= b= y=`,
	} {
		for _, c := range strings.Fields(cases) {
			written, want, _ := strings.Cut(c, "=")
			if got := Nearest(written, strings.Fields(words)); got != want {
				t.Errorf("%q among %s: %q, want %q", written, words, got, want)
			}
		}
	}
}

// The order of the words does not matter where one is nearer.
func TestNearestInAnyOrder(t *testing.T) {
	a := []string{"service_started", "service_healthy", "service_completed_successfully"}
	for range a {
		a = append(a[1:], a[0])
		for written, want := range map[string]string{"service_completed": "service_completed_successfully", "service": ""} {
			if got := Nearest(written, a); got != want {
				t.Errorf("%q among %q: %q, want %q", written, a, got, want)
			}
		}
	}
}
