export { Producer, type Announcement, type ProducerOptions, type SealedAnnouncement } from './producer.ts';
