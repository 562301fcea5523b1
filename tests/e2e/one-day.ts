import { createRandom } from '../../pipeline/core/random.ts';

const ORDER_HEADER =
  'SALES_ORDER_NO,CUSTOMER_EMAILID,ORDER_DATE,SKU,SALES_QTY,RETURN_QTY,UNITS_RETURNED_FLAG,RETURN_DATE,RETURN_NO,' +
  'RETURN_COMMENT,Q_CLS_ID,Q_SKU_ID,CLASS_,BRAND_,GROSS';

/** Orders of 300 customers on one day: a third orders often, a third sends much back, a third buys dear things. */
export function ordersOfOneDay(day = '2024-03-05'): string {
  const random = createRandom('orders of one day');
  const rows = Array.from({ length: 300 }, (_, customer) => {
    const kind = customer % 3;
    const orders = kind === 0 ? 6 + random.integer(5) : 2 + random.integer(3);
    return Array.from({ length: 2 * orders }, (_line, line) => {
      const isReturned = random.next() < (kind === 1 ? 0.6 : 0.05);
      const units = 1 + random.integer(3);
      const gross = units * (kind === 2 ? 80 : 20) * (0.5 + random.next());
      const order = `S${customer}-${Math.floor(line / 2)}`;
      const returned = isReturned ? ['1', 'Yes', day, `R${order}-${line}`] : ['0', 'No', '', ''];
      const product = random.integer(80);
      return [
        order,
        `customer${customer}@example.com`,
        day,
        `sku${product}`,
        units,
        ...returned,
        '',
        product % 6,
        product,
        `class ${product % 6}`,
        'brand',
        gross.toFixed(2),
      ].join(',');
    }).join('\n');
  });
  return `${[ORDER_HEADER, ...rows].join('\n')}\n`;
}

const EVENT_HEADER =
  'event_time,event_type,product_id,category_id,category_code,brand,price,user_id,user_session';

/** Events of 400 users on one day: every other buys, some look at dear products only, some do much more than others. */
export function eventsOfOneDay(day = '2024-03-05'): string {
  const random = createRandom('events of one day');
  const rows = Array.from({ length: 400 }, (_, user) => {
    const isBuyer = user % 2 === 0;
    const isDear = user % 3 === 0;
    const count = (user % 5 === 0 ? 20 : 5) + random.integer(6);
    const firstHour = random.integer(20);
    return Array.from({ length: count }, (_event, index) => {
      const isLate = index >= count - 2;
      const type = isBuyer && isLate ? 'purchase' : random.next() < 0.15 ? 'cart' : 'view';
      const product = random.integer(60);
      const price = (isDear ? 200 : 20) * (0.5 + random.next());
      const two = (value: number): string => String(value).padStart(2, '0');
      const time = `${two(firstHour + random.integer(4))}:${two(random.integer(60))}:${two(random.integer(60))}`;
      return [
        `${day} ${time} UTC`,
        type,
        product,
        product % 8,
        `shop.part${product % 8}`,
        `brand${product % 5}`,
        price.toFixed(2),
        user,
        `session-${user}-${Math.floor(index / 4)}`,
      ].join(',');
    }).join('\n');
  });
  return `${[EVENT_HEADER, ...rows].join('\n')}\n`;
}
