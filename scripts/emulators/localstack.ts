/** LocalStack in a container of its own, on a free port. */
import { GenericContainer, getContainerRuntimeClient, ImageName, Wait } from "testcontainers";
import { type Emulator, EmulatorUnavailable } from "./emulator.ts";

/** As in docker-compose.yml: the last image that starts without an account. */
const defaultImage = "localstack/localstack:4.14.0";
const dockerSocket = "/var/run/docker.sock";
const port = 4566;
const startMaxMs = 180_000;

/** @throws EmulatorUnavailable without a container runtime, or when the image cannot be pulled */
export async function startLocalStack(): Promise<Emulator> {
  const { LOCALSTACK_IMAGE, LOCALSTACK_AUTH_TOKEN, DOCKER_SOCK } = process.env;
  const image = LOCALSTACK_IMAGE || defaultImage;
  await pull(image);
  // LocalStack starts functions in the network of the container of this name.
  const name = `csvprofile-e2e-localstack-${process.pid}`;
  const container = await new GenericContainer(image)
    .withName(name)
    .withExposedPorts(port)
    .withBindMounts([{ source: DOCKER_SOCK || dockerSocket, target: dockerSocket }])
    .withEnvironment({
      MAIN_CONTAINER_NAME: name,
      DISABLE_EVENTS: "1",
      LAMBDA_RUNTIME_ENVIRONMENT_TIMEOUT: "60",
      LAMBDA_IGNORE_ARCHITECTURE: "1",
      LAMBDA_RETRY_BASE_DELAY: "1",
      ...(LOCALSTACK_AUTH_TOKEN ? { LOCALSTACK_AUTH_TOKEN } : {}),
    })
    .withWaitStrategy(Wait.forHttp("/_localstack/health", port).forStatusCode(200))
    .withStartupTimeout(startMaxMs)
    .start();
  return {
    name: image,
    endpoint: `http://${container.getHost()}:${container.getMappedPort(port)}`,
    stop: async () => {
      // Time to remove the functions' containers, which are not among its own.
      await container.stop({ timeout: 30_000 });
    },
  };
}

async function pull(image: string): Promise<void> {
  const runtime = await getContainerRuntimeClient().catch((cause: unknown) => {
    throw new EmulatorUnavailable("no container runtime answers (Docker is not installed or not started)", {
      cause,
    });
  });
  try {
    const imageName = ImageName.fromString(image);
    if (!(await runtime.image.exists(imageName))) await runtime.image.pull(imageName);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new EmulatorUnavailable(`the image ${image} cannot be pulled: ${reason}`, { cause });
  }
}
