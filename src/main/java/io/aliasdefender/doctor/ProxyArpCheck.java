package io.aliasdefender.doctor;

import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.probe.Question;
import java.util.List;
import java.util.stream.Collectors;

/** Whether somebody answers ARP for addresses that no host can have, and so perhaps for a dead holder too. */
final class ProxyArpCheck {
    private ProxyArpCheck() {}

    static List<Diagnosis> examine(Facts facts, NetworkAnswers answers) {
        return answers.spoke().stream()
                .filter(question -> isNetwork(question, facts))
                .map(question -> Diagnosis.warning(
                        answers.neighbour(question.address()).stream()
                                        .map(Object::toString)
                                        .sorted()
                                        .collect(Collectors.joining(" and "))
                                + " answers ARP for " + question
                                + ", which no host can have: proxy ARP, which may answer for"
                                + " a dead holder too",
                        "turn it off there (Linux: net.ipv4.conf.IF.proxy_arp=0), or write `probes: [echo]`"))
                .toList();
    }

    private static boolean isNetwork(Question question, Facts facts) {
        IpAddress address = question.address();
        return facts.kernel().addresses().stream()
                .map(own -> own.address())
                .anyMatch(own -> own.prefixLength() < own.address().bits() - 1
                        && own.network().equals(address));
    }
}
