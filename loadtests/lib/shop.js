// What setup() makes by the API: a shop, people, products, pictures. Needs REGISTRATION=open, or REGISTRATION_KEY here and there.
import http from 'k6/http';
import { API } from './settings.js';

export const PASSWORD = 'tres gatos y un tejado';
const JSON_TYPE = { 'Content-Type': 'application/json' };
const text = { responseType: 'text' };

export function signed(token, more = {}) {
  return { headers: { Authorization: `Bearer ${token}`, ...JSON_TYPE, ...more }, ...text };
}

// A word that nobody else has: scripts run side by side, and one after the other on the same data.
export function own(name) {
  return `${name}-${Date.now().toString(36)}-${Math.floor(Math.random() * 1e9).toString(36)}`;
}

function must(answer, status) {
  if (answer.status !== status) throw new Error(`${answer.request.method} ${answer.url}: ${answer.status} ${answer.body}`);
  return answer;
}

export function login(email, params = {}) {
  return http.post(`${API}/api/v1/auth/login`, { username: email, password: PASSWORD }, params);
}

// register SHOP: a new shop with its owner
export function register(name, params = {}) {
  const headers = { ...JSON_TYPE };
  if (__ENV.REGISTRATION_KEY) headers['X-Registration-Key'] = __ENV.REGISTRATION_KEY;
  const shop = { email: `${name}@load.example`, password: PASSWORD, name, shop_name: name };
  return http.post(`${API}/api/v1/auth/register`, JSON.stringify(shop), { headers, ...params });
}

// A shop with two people who may do everything, and their tokens.
export function openShop() {
  const name = own('shop');
  must(register(name, text), 201);
  const owner = `${name}@load.example`;
  const token = must(login(owner, text), 200).json('access_token');
  const second = `${own('second')}@load.example`;
  const person = { email: second, password: PASSWORD, name: 'Second', role: 'manager' };
  must(http.post(`${API}/api/v1/users`, JSON.stringify(person), signed(token)), 201);
  return { slug: name, emails: [owner, second], tokens: [token, must(login(second, text), 200).json('access_token')] };
}

// PRODUCT: what to add, such as {code, name, opening_quantity}
export function add(token, product, params = {}) {
  return http.post(`${API}/api/v1/products`, JSON.stringify(product), { ...signed(token), ...params });
}

const WORDS = ['café', 'pan', 'aceite', 'queso', 'jabón', 'cable', 'tornillo', 'libreta', 'camisa', 'vela'];

// COUNT products, a hundred requests side by side; their ids in order
export function fill(token, count, opening_quantity) {
  const ids = [];
  for (let first = 0; first < count; first += 100) {
    const calls = [];
    for (let n = first; n < Math.min(count, first + 100); n += 1) {
      const name = `${WORDS[n % 10]} ${WORDS[Math.floor(n / 10) % 10]} ${n}`;
      const product = { code: `L-${n}`, name, price_minor: 100 + n, opening_quantity };
      calls.push({ method: 'POST', url: `${API}/api/v1/products`, body: JSON.stringify(product), params: signed(token) });
    }
    http.batch(calls).forEach((answer) => ids.push(must(answer, 201).json('id')));
  }
  return ids;
}

// The product gets the picture; answers with its two addresses.
export function show(token, id, picture) {
  const answer = http.put(`${API}/api/v1/products/${id}/image`, picture, signed(token, { 'Content-Type': 'image/png' }));
  const image = must(answer, 200).json('image');
  return [image.url, image.thumbnail_url];
}

export function read(token, path) {
  return must(http.get(`${API}/api/v1${path}`, signed(token)), 200).json();
}
