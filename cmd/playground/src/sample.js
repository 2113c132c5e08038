// The sample of the README.
import compose from "../../../golden/project/shop/compose.yml";
import environment from "../../../golden/project/shop/app.env";
import token from "../../../golden/project/shop/token.txt";

export const sample = [
  { name: "compose.yaml", text: compose },
  { name: "app.env", text: environment },
  { name: "token.txt", text: token },
];

// The project directory: units contain absolute paths.
export const folder = "/srv/shop";
