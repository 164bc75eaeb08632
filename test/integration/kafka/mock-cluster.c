/*
 * Kafka for tests: the broker inside librdkafka, with the topics given as arguments.
 * Prints its address, and ends when its input does, and so with its parent.
 */
#define _GNU_SOURCE
#include <librdkafka/rdkafka.h>
#include <librdkafka/rdkafka_mock.h>
#include <poll.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

/*
 * The broker lets each new group wait three seconds for members, and a fetch for as long as it may. Both are fixed:
 * librdkafka finds these two functions here before those of libc, and its clock runs so much faster.
 */
enum { FASTER = 5, SECOND_NS = 1000000000 };

int clock_gettime(clockid_t clock, struct timespec *time) {
  int result = syscall(SYS_clock_gettime, clock, time);
  if (result != 0 || clock != CLOCK_MONOTONIC) return result;
  long long ns = (long long)time->tv_nsec * FASTER;
  time->tv_sec = time->tv_sec * FASTER + ns / SECOND_NS;
  time->tv_nsec = ns % SECOND_NS;
  return 0;
}

int poll(struct pollfd *sockets, nfds_t count, int timeout_ms) {
  if (timeout_ms < 0) return ppoll(sockets, count, NULL, NULL);
  long long ns = (long long)timeout_ms * 1000000 / FASTER;
  struct timespec timeout = {.tv_sec = ns / SECOND_NS, .tv_nsec = ns % SECOND_NS};
  return ppoll(sockets, count, &timeout, NULL);
}

static int fail(const char *what, const char *why) {
  fprintf(stderr, "%s: %s\n", what, why);
  return 1;
}

int main(int count, char **arguments) {
  char why[512];
  rd_kafka_conf_t *conf = rd_kafka_conf_new();
  /* Its own client never connects, and need not be warned of that. */
  rd_kafka_conf_set(conf, "log_level", "3", why, sizeof why);
  rd_kafka_t *client = rd_kafka_new(RD_KAFKA_PRODUCER, conf, why, sizeof why);
  if (client == NULL) return fail("no client", why);
  rd_kafka_mock_cluster_t *cluster = rd_kafka_mock_cluster_new(client, 1);
  if (cluster == NULL) return fail("no cluster", "librdkafka could not start it");

  for (int n = 1; n < count; n++) {
    rd_kafka_resp_err_t error = rd_kafka_mock_topic_create(cluster, arguments[n], 1, 1);
    if (error != RD_KAFKA_RESP_ERR_NO_ERROR) return fail(arguments[n], rd_kafka_err2str(error));
  }

  printf("%s\n", rd_kafka_mock_cluster_bootstraps(cluster));
  fflush(stdout);

  char ignored[64];
  while (read(STDIN_FILENO, ignored, sizeof ignored) > 0) continue;
  rd_kafka_mock_cluster_destroy(cluster);
  rd_kafka_destroy(client);
  return 0;
}
