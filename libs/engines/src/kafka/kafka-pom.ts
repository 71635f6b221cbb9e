export const KAFKA_VERSION = '4.3.1';
export const KAFKA_ARTIFACT = 'kafka_2.13';

/** The one that Kafka's slf4j-api asks for; without a binding Kafka logs nothing. */
const SLF4J_VERSION = '1.7.36';
/** Named, so that it does not depend on the Maven that is installed. */
const DEPENDENCY_PLUGIN_VERSION = '3.8.1';

/** A Maven project that has no code, only the jars that a broker needs. */
export function kafkaPom(): string {
  return `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>entsync</groupId>
  <artifactId>kafka-jars</artifactId>
  <version>${KAFKA_VERSION}</version>
  <packaging>pom</packaging>
  <dependencies>
    <dependency>
      <groupId>org.apache.kafka</groupId>
      <artifactId>${KAFKA_ARTIFACT}</artifactId>
      <version>${KAFKA_VERSION}</version>
    </dependency>
    <dependency>
      <groupId>org.slf4j</groupId>
      <artifactId>slf4j-simple</artifactId>
      <version>${SLF4J_VERSION}</version>
    </dependency>
  </dependencies>
  <build>
    <plugins>
      <plugin>
        <groupId>org.apache.maven.plugins</groupId>
        <artifactId>maven-dependency-plugin</artifactId>
        <version>${DEPENDENCY_PLUGIN_VERSION}</version>
      </plugin>
    </plugins>
  </build>
</project>
`;
}
