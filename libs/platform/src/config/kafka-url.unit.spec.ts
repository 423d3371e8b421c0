import { describe, expect, it } from '@jest/globals';
import { parseKafkaUrl } from './kafka-url.js';

const plain = { tls: false, authorityFile: null, sasl: null, namePrefix: '' };

describe('parseKafkaUrl', () => {
  it.each([
    ['kafka://broker', { ...plain, brokers: ['broker:9092'] }],
    [
      'kafka://b1:9093,b-2.example.com,[::1]:9094/',
      { brokers: ['b1:9093', 'b-2.example.com:9092', '[::1]:9094'] },
    ],
    [
      'kafka+ssl://user:p%40ss%3Aword@broker:9093?sasl=SCRAM-SHA-512&ca=/etc/ca.pem&prefix=staging.',
      {
        brokers: ['broker:9093'],
        tls: true,
        authorityFile: '/etc/ca.pem',
        sasl: { mechanism: 'scram-sha-512', username: 'user', password: 'p@ss:word' },
        namePrefix: 'staging.',
      },
    ],
    ['kafka://u:@broker', { sasl: { mechanism: 'plain', username: 'u', password: '' } }],
  ])('reads %s', (text, expected) => {
    expect(parseKafkaUrl(text)).toMatchObject(expected);
  });

  it.each([
    'kafka://',
    'kafka://broker:0',
    'kafka://broker:70000',
    'kafka://broker:port',
    'kafka://a,,b',
    'kafka://a b',
    'kafka://user@broker',
    'kafka://u:%@broker',
    'kafka://broker/topic',
    'kafka://broker?sasl=gssapi',
    'kafka://broker?tls=true',
    'kafka://broker?ca=/etc/ca.pem',
    'kafka+ssl://broker?prefix=a/b',
    'kafkas://broker',
    'https://broker',
  ])('refuses %s', (text) => {
    expect(parseKafkaUrl(text)).toBeUndefined();
  });
});
