package io.aliasdefender.lease;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

class EtcdClusterTest {
    private final EtcdCluster cluster = new EtcdCluster();

    private static JsonObject from(String id) {
        return new JsonObject()
                .put("header", new JsonObject().put("cluster_id", id).put("raft_term", "2"));
    }

    @Test
    void answerOfAnotherClusterThanTheFirstShouldNotCount() {
        assertThat(cluster.answers(from("14841639068965178418"))).isTrue();

        assertThat(cluster.answers(from("17237436991929493444"))).isFalse();
        assertThat(cluster.answers(from("14841639068965178418"))).isTrue();
    }

    @Test
    void answerOfAStreamShouldBeToldByItsOwnHeader() {
        assertThat(cluster.answers(new JsonObject().put("result", from("1")))).isTrue();

        assertThat(cluster.answers(new JsonObject().put("result", from("2")))).isFalse();
    }

    @Test
    void answerWithoutAHeaderShouldNotCount() {
        assertThat(cluster.answers(new JsonObject())).isFalse();
        assertThat(cluster.answers(from("1"))).isTrue();
        assertThat(cluster.answers(new JsonObject())).isFalse();
    }
}
