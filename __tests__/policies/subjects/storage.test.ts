import { container } from "../protected";
import * as policies from "../../../policies/subjects/storage";
import { describePolicies } from "../describe-policies";

describePolicies(policies, {
  protects: {
    "image-tags": {
      "what runs, without a tag": [
        container,
        { image: "registry:5000/app" },
        'container "app" runs registry:5000/app',
      ],
    },
  },
});
