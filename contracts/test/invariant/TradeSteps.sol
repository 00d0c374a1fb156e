// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

import {IBookCore} from "../../src/interfaces/IBook.sol";
import {IBookEvents} from "../../src/interfaces/IBookEvents.sol";
import {Steps} from "./Steps.sol";

/// @dev The secondary market, and what doors hand to each other.
abstract contract TradeSteps is Steps {
    function ask(uint256 seed, uint256 price) public {
        (address door, uint256 id) = _someCertificate(seed);
        if (id == 0) return;
        uint256 units = 1 + (seed >> 32) % master.certificateOf(shares, id).units;
        bytes memory call = abi.encodeCall(IBookCore.ask, (id, units, 1 + price % 500, _until(seed)));
        _step(Step.Ask, door, address(market), shares, units, call);
    }

    /// @dev Mostly at the best price that is asked, as many units as there is money for, or one more.
    function bid(uint256 seed, uint256 units) public {
        (, uint256 price) = market.best();
        if (price == 0 && seed % 4 != 0) return ask(seed, units);
        if (price == 0 || seed % 5 == 0) price = 1 + (seed >> 40) % 500;
        address door = _investor(seed >> 16);
        units = 1 + units % (master.balanceOf(ringgit, door) / price + 1);
        bytes memory call = abi.encodeCall(IBookCore.bid, (units, price, _until(seed)));
        _step(Step.Bid, door, address(market), ringgit, seed % 17 == 0 ? units * price - 1 : units * price, call);
    }

    function _until(uint256 seed) private view returns (uint64) {
        return uint64(block.timestamp + 1 + seed % 30 days);
    }

    function cancelOrder(uint256 seed) public {
        uint256 id = _standingOrder(seed);
        if (id == 0) return bid(seed, seed >> 64);
        address owner = market.orderOf(id).owner;
        address door = seed % 7 == 0 ? _investor(seed) : owner;
        bool free = door == owner && !master.isFrozen(owner);
        (bool ok,) = _step(Step.CancelOrder, door, address(market), abi.encodeCall(IBookCore.cancel, (id)));
        vm.assertTrue(ok == free, "who has an order in the book takes it back, whatever else is going on");
    }

    /// @dev What anyone may do for the book: match what crosses, end what is over, let in again what is fit again.
    function tend(uint256 seed) public {
        uint256 id = _standingOrder(seed);
        if (id == 0) return bid(seed, seed >> 64);
        IBookEvents.Order memory o = market.orderOf(id);
        bytes memory call = abi.encodeCall(IBookCore.push, (1 + seed % 5));
        if (o.parked && seed % 2 == 0) call = abi.encodeCall(IBookCore.reenter, (id));
        else if (o.parked || block.timestamp > o.expiresAt) call = abi.encodeCall(IBookCore.end, (id));
        uint256[] memory before = _wealth();
        vm.recordLogs();
        (bool ok,) = address(market).call(call);
        if (_trade(before, vm.getRecordedLogs())) _count(Step.Fill, true);
        _nobodyElseLost(before, address(0));
        _count(Step.Tend, ok);
    }

    function transfer(uint256 seed, uint256 amount) public {
        address door = _investor(seed);
        address to = _investor(seed >> 8);
        if (seed % 2 == 0) {
            address token = tokens[(seed >> 16) % 2];
            amount = amount % (master.balanceOf(token, door) + 2);
            bytes memory call = abi.encodeWithSignature("transfer(address,uint256)", seed % 11 == 0 ? address(market) : to, amount);
            _step(Step.Transfer, door, token, token, amount, call);
        } else {
            (address owner, uint256 id) = _someCertificate(seed);
            if (id == 0) return;
            bytes memory call = abi.encodeWithSignature("transferFrom(address,address,uint256)", owner, to, id);
            _step(Step.Transfer, seed % 5 == 0 ? door : owner, shares, shares, type(uint64).max, call);
        }
    }
}
