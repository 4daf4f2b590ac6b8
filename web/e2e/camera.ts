// A camera that looks at a picture of the test's own: Chromium takes a film from a file for what its camera sees.
import { writeFileSync } from 'node:fs';
import type { Browser, Page, PlaywrightWorkerArgs } from '@playwright/test';

const width = 1280;
const height = 720;

/** A browser whose camera sees this film. */
export function seeing(playwright: PlaywrightWorkerArgs['playwright'], film: string): Promise<Browser> {
  const camera = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream', `--use-file-for-fake-video-capture=${film}`];
  return playwright.chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu', ...camera],
  });
}

/** Films the picture at this address of the site: it lies in the middle of a grey table, as wide as that. */
export async function film(page: Page, address: string, wide: number, file: string): Promise<void> {
  const light = await page.evaluate(
    async ([address, wide, width, height]) => {
      const picture = new Image();
      picture.src = address as string;
      await picture.decode();
      const canvas = Object.assign(document.createElement('canvas'), { width, height });
      const paint = canvas.getContext('2d')!;
      const [w, h] = [width as number, height as number];
      const tall = (picture.naturalHeight / picture.naturalWidth) * (wide as number);
      paint.fillStyle = '#ccc';
      paint.fillRect(0, 0, w, h);
      paint.drawImage(picture, (w - (wide as number)) / 2, (h - tall) / 2, wide as number, tall);
      const points = paint.getImageData(0, 0, w, h).data;
      let text = '';
      for (let at = 0; at < points.length; at += 4) text += String.fromCharCode(points[at]);
      return btoa(text);
    },
    [address, wide, width, height] as const,
  );
  shoot(Buffer.from(light, 'base64'), file);
}

/** Films an EAN-13 (GS1 General Specifications, 5.2): each digit is seven stripes, read in one of three ways. */
export function filmGoods(code: string, file: string): void {
  const odd = ['0001101', '0011001', '0010011', '0111101', '0100011', '0110001', '0101111', '0111011', '0110111', '0001011'];
  const right = odd.map((stripes) => [...stripes].map((stripe) => (stripe === '1' ? '0' : '1')).join(''));
  const even = right.map((stripes) => [...stripes].reverse().join(''));
  const ways = ['OOOOOO', 'OOEOEE', 'OOEEOE', 'OOEEEO', 'OEOOEE', 'OEEOOE', 'OEEEOO', 'OEOEOE', 'OEOEEO', 'OEEOEO'][Number(code[0])];
  const left = [...code.slice(1, 7)].map((digit, at) => (ways[at] === 'O' ? odd : even)[Number(digit)]);
  const stripes = `101${left.join('')}01010${[...code.slice(7)].map((digit) => right[Number(digit)]).join('')}101`;
  const [stripe, top] = [6, 200];
  const start = Math.floor((width - stripes.length * stripe) / 2);
  const light = Buffer.alloc(width * height, 230);
  for (let y = top; y < height - top; y++) {
    [...stripes].forEach((each, at) => {
      if (each === '1') light.fill(20, y * width + start + at * stripe, y * width + start + (at + 1) * stripe);
    });
  }
  shoot(light, file);
}

/** Two seconds of one picture without colours, as YUV4MPEG2. */
function shoot(light: Buffer, file: string): void {
  const frame = Buffer.concat([Buffer.from('FRAME\n'), light, Buffer.alloc((width * height) / 2, 128)]);
  const head = Buffer.from(`YUV4MPEG2 W${width} H${height} F5:1 Ip A1:1 C420jpeg\n`);
  writeFileSync(file, Buffer.concat([head, ...Array.from({ length: 10 }, () => frame)]));
}
