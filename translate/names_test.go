package translate

import (
	"testing"

	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/model"
)

func TestNames(t *testing.T) {
	p := lowered(t, `
services:
  web:
    image: nginx
    networks: [front, other]
    volumes: [data:/data]
  db:
    image: postgres
    container_name: the-db
networks:
  front:
  other: {name: elsewhere}
volumes:
  data:
`)
	same(t, "container", containerOf(t, p, "web").Name, "shop-web-1")
	same(t, "container_name", containerOf(t, p, "db").Name, "the-db")
	var names []string
	for _, n := range p.Networks {
		names = append(names, n.Key+"="+n.Name)
	}
	for _, v := range p.Volumes {
		names = append(names, v.Key+"="+v.Name)
	}
	same(t, "networks and volumes", names, []string{"default=shop_default", "front=shop_front", "other=elsewhere", "data=shop_data"})
}

func TestReplicasCarryTheirNumber(t *testing.T) {
	c := service(t, web("scale: 3"), "web")
	same(t, "replicas", c.Replicas, 3)
	same(t, "name", c.Name, "shop-web-"+model.Instance)
	same(t, "alias", c.Endpoints[0].Aliases, []string{"shop-web-" + model.Instance, "web"})
	same(t, "number", c.Config.Labels.Get("com.docker.compose.container-number"), model.Instance)
}

func TestScaleZeroIsNoContainer(t *testing.T) {
	p := lowered(t, web("deploy: {replicas: 0}"))
	same(t, "containers", len(p.Containers), 0)
}

func TestUnderscoresOfComposeV1(t *testing.T) {
	for _, on := range []string{"true", " TRUE", "tRue", "1", "y"} {
		same(t, on, service(t, web("scale: 1"), "web", "COMPOSE_COMPATIBILITY="+on).Name, "shop_web_1")
	}
	for _, off := range []string{"yes", "on", "0", ""} {
		same(t, off, service(t, web("scale: 1"), "web", "COMPOSE_COMPATIBILITY="+off).Name, "shop-web-1")
	}
}

func TestTwoContainersOfOneName(t *testing.T) {
	_, report := reported(t, `
services:
  a: {image: x, container_name: shop-b-2}
  b: {image: x, scale: 2}
`)
	wantFinding(t, report, diag.Error, diag.Collision, "services.b")
}
