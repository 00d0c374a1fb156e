// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

import {IMarket} from "../../src/interfaces/IMarket.sol";
import {Steps} from "./Steps.sol";

/// @dev The secondary market, and what doors hand to each other.
abstract contract TradeSteps is Steps {
    function offer(uint256 seed, uint256 price) public {
        (address door, uint256 id) = _someCertificate(seed);
        if (id == 0) return;
        uint256 units = 1 + (seed >> 32) % master.certificateOf(shares, id).units;
        price = 1 + price % 500;
        bytes memory call = abi.encodeCall(IMarket.offer, (id, units, price, uint64(block.timestamp + 1 + seed % 30 days)));
        (bool ok,) = _step(Step.Offer, door, address(0), address(market), shares, units, call);
        if (ok) ++lastOffer;
    }

    function take(uint256 seed, uint256 units) public {
        uint256 id = _someOffer(seed);
        if (id == 0) return offer(seed, units);
        IMarket.Offer memory o = market.offerOf(id);
        if (block.timestamp > o.expiresAt || !_isHeld(o)) return market.expire(id);
        uint256 affordable = master.balanceOf(ringgit, _investor(seed >> 16)) / o.price + 1;
        units = 1 + units % (o.units < affordable ? o.units : affordable);
        uint256 price = seed % 17 == 0 ? o.price + 1 : o.price;
        bytes memory call = abi.encodeCall(IMarket.take, (id, units, price));
        _step(Step.Take, _investor(seed >> 16), o.seller, address(market), ringgit, units * price, call);
    }

    function cancelOffer(uint256 seed) public {
        uint256 id = _someOffer(seed);
        if (id == 0) return offer(seed, seed >> 64);
        address seller = market.offerOf(id).seller;
        if (seed % 3 == 0 && block.timestamp > market.offerOf(id).expiresAt) return market.expire(id);
        bytes memory call = abi.encodeCall(IMarket.cancelOffer, (id));
        _step(Step.CancelOffer, seed % 7 == 0 ? _investor(seed) : seller, seller, address(market), address(0), 0, call);
    }

    function transfer(uint256 seed, uint256 amount) public {
        address door = _investor(seed);
        address to = _investor(seed >> 8);
        if (seed % 2 == 0) {
            address token = tokens[(seed >> 16) % 2];
            amount = amount % (master.balanceOf(token, door) + 2);
            bytes memory call = abi.encodeWithSignature("transfer(address,uint256)", seed % 11 == 0 ? address(market) : to, amount);
            _step(Step.Transfer, door, address(0), token, token, amount, call);
        } else {
            (address owner, uint256 id) = _someCertificate(seed);
            if (id == 0) return;
            bytes memory call = abi.encodeWithSignature("transferFrom(address,address,uint256)", owner, to, id);
            _step(Step.Transfer, seed % 5 == 0 ? door : owner, address(0), shares, shares, type(uint64).max, call);
        }
    }
}
