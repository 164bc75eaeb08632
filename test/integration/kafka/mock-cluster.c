/*
 * Kafka for tests: the broker inside librdkafka, with the topics given as arguments.
 * Prints its address, and ends when its input does, and so with its parent.
 */
#include <librdkafka/rdkafka.h>
#include <librdkafka/rdkafka_mock.h>
#include <stdio.h>
#include <unistd.h>

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
