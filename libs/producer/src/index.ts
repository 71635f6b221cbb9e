export { Producer, type ProducerOptions } from './producer.ts';
export {
  sealAnnouncement,
  type Announcement,
  type Parties,
  type SealedAnnouncement,
  type Stamp,
} from './seal-announcement.ts';
